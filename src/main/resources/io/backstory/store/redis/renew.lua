#!lua
-- Lengthens a lease, even one that has ended, unless another took the session. Keeps the session alive meanwhile, and tells
-- whether somebody wants the turn stopped.
-- KEYS m t   ARGV nonce h | lt ttl alive
local m, lt = KEYS[1], ARGV[3]
if redis.call('HGET', m, 'lt') ~= lt then
  return {ARGV[1], ARGV[2], 'lost'}
end
redis.call('HSET', m, 'lu', digits(clock() + tonumber(ARGV[4])))
if redis.call('PTTL', m) < tonumber(ARGV[5]) then
  live(ARGV[2], ARGV[5])
end
return {ARGV[1], ARGV[2], redis.call('HGET', m, 'stop') == lt and 'stop' or 'renewed'}
