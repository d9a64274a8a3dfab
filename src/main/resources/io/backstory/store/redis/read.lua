#!lua
-- The session as of now, with its turns unless "turns" is 0.
-- KEYS m t   ARGV nonce h | tenant turns
local m, t = KEYS[1], KEYS[2]
local s = redis.call('HMGET', m, 'tenant', 'sid', 'gen', 'ver', 'rev', 'first', 'born', 'touched', 'meta', 'lt', 'lu', 'del')
if s[1] ~= ARGV[3] or s[12] or not s[9] then
  return {ARGV[1], ARGV[2], 'not_found'}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local running = s[10] and tonumber(s[11]) > now and 1 or 0
local turns = {}
if ARGV[4] ~= '0' then
  turns = redis.call('LRANGE', t, 0, -1)
end
return {ARGV[1], ARGV[2], 'found', s[2], s[3], tonumber(s[4]), tonumber(s[5]), s[7], s[8],
  string.format('%.0f', now + redis.call('PTTL', m)), s[9], running, tonumber(s[6]), turns}
