#!lua
-- Removes the turns and leaves a tombstone, so that whoever still holds a lease is fenced. Answers which idempotency
-- records belonged to the turns.
-- KEYS m t   ARGV nonce h | tenant newGen tombstone
local m, t = KEYS[1], KEYS[2]
local s = redis.call('HMGET', m, 'tenant', 'sid', 'fence', 'touched', 'meta', 'lt', 'lu', 'li', 'del')
if s[1] ~= ARGV[3] then
  return {ARGV[1], ARGV[2], 'not_found', {}, ''}
end
if s[9] then
  -- a repeated try: writes something, so that a WAIT behind it waits for what the first try wrote
  redis.call('PEXPIRE', m, ARGV[5])
  return {ARGV[1], ARGV[2], 'not_found', {}, ''}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = s[5] or (s[6] and tonumber(s[7]) > now)

local records = {}
local at = 0
while true do
  local turns = redis.call('LRANGE', t, at, at + 63)
  if #turns == 0 then
    break
  end
  for _, turn in ipairs(turns) do
    local idem = string.match(turn, '^[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|([^|]+)|')
    if idem then
      records[#records + 1] = idem
    end
  end
  at = at + #turns
end
redis.call('UNLINK', t)
redis.call('DEL', m)
redis.call('HSET', m, 'tenant', s[1], 'sid', s[2], 'gen', ARGV[4], 'ver', 0, 'rev', 0, 'first', 1, 'fence', s[3],
  'touched', s[4] or string.format('%.0f', now), 'del', string.format('%.0f', now))
redis.call('PEXPIRE', m, ARGV[5])
return {ARGV[1], ARGV[2], known and 'deleted' or 'not_found', records, s[8] or ''}
