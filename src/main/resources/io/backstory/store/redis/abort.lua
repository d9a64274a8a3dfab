#!lua
-- Gives a lease back, and forgets that its request runs. What was never committed leaves its fence for a while.
-- KEYS m i   ARGV nonce h | owner unborn lt, which is empty when the caller never learnt it
local m, i = KEYS[1], KEYS[2]
local s = redis.call('HMGET', m, 'lt', 'meta')
local lt = s[1]
if not lt or string.match(lt, '%.(.*)$') ~= ARGV[3] or (ARGV[5] ~= '' and ARGV[5] ~= lt) then
  return {ARGV[1], ARGV[2], 'fenced'}
end
redis.call('HDEL', m, 'lt', 'lu', 'li', 'lturn', 'stop')
local r = redis.call('HMGET', i, 'st', 'lt')
if r[1] == 'P' and r[2] == lt then
  redis.call('DEL', i)
end
if not s[2] then
  redis.call('PEXPIRE', m, ARGV[4])
end
return {ARGV[1], ARGV[2], 'aborted'}
