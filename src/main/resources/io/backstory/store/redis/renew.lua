#!lua
-- Lengthens a lease, even one that has ended, unless another took the session. Keeps the session alive meanwhile.
-- KEYS m t   ARGV nonce h | lt ttl alive
local m, t = KEYS[1], KEYS[2]
if redis.call('HGET', m, 'lt') ~= ARGV[3] then
  return {ARGV[1], ARGV[2], 'lost'}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', m, 'lu', string.format('%.0f', now + tonumber(ARGV[4])))
if redis.call('PTTL', m) < tonumber(ARGV[5]) then
  redis.call('PEXPIRE', m, ARGV[5])
  redis.call('PEXPIRE', t, ARGV[5])
end
return {ARGV[1], ARGV[2], 'renewed'}
