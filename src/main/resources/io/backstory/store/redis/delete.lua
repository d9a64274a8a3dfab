#!lua
-- Removes the turns and leaves a tombstone, so that whoever still holds a lease is fenced. Answers what else belongs to
-- the session: idempotency records, and branches, also those that an earlier try has left.
-- KEYS m t b
-- ARGV nonce h | tenant newGen tombstone | baseH baseGen, where only a branch of that is meant; "left" for baseH where only
--      what sweep.lua calls so is meant
local h, m, now = ARGV[2], KEYS[1], clock()
local s = session(h)
local function answer(word, was, records)
  return {ARGV[1], h, word, s.sid, was or '', records, redis.call('SMEMBERS', KEYS[3])}
end
local meant = ARGV[6] == '' or (s.bh == ARGV[6] and s.bg == ARGV[7]) or (ARGV[6] == 'left' and (s.del or not bases(s)))
if s.tenant ~= ARGV[3] or not meant then
  return {ARGV[1], h, 'unknown', '', '', {}, {}}
end
if s.del then
  -- a repeated try: writes something, so that a WAIT behind it waits for what the first try wrote
  redis.call('PEXPIRE', m, ARGV[5])
  return answer('not_found', fields(h, 'was').was, {})
end
local known = s.meta
if ARGV[6] == '' then
  known = held(s) or (s.meta and bases(s))
end

local records, at = {fields(h, 'li').li}, 0
while true do
  local turns = redis.call('LRANGE', KEYS[2], at, at + 63)
  if #turns == 0 then
    break
  end
  for _, turn in ipairs(turns) do
    local idem = string.match(turn, '^[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|([^|]+)|')
    if idem then
      records[#records + 1] = key(h, 'i:' .. idem)
      records[#records + 1] = s.name and key(s.name, 'i:' .. idem)
    end
  end
  at = at + #turns
end
if s.name then
  local n = fields(s.name, 'ch', 'cg')
  if n.ch == h and n.cg == s.gen then
    redis.call('HDEL', key(s.name, 'm'), 'cur', 'ch', 'cg')
  end
end
redis.call('UNLINK', KEYS[2])
redis.call('DEL', m)
redis.call('HSET', m, 'tenant', s.tenant, 'sid', s.sid, 'gen', ARGV[4], 'was', s.gen, 'ver', 0, 'rev', 0, 'first', 1,
  'fence', digits(s.fence), 'touched', s.touched or digits(now), 'del', digits(now))
if s.bh then
  redis.call('HSET', m, 'bh', s.bh, 'bg', s.bg)
end
redis.call('PEXPIRE', m, ARGV[5])
return answer(known and 'deleted' or 'not_found', s.gen, records)
