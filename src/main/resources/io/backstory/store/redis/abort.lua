#!lua
-- Gives a lease back, and forgets that its request runs. What was never committed leaves its fence for a while.
-- KEYS m i   ARGV nonce h | owner unborn lt, which is empty when the caller never learnt it, nor to which line it belongs
local h, i = ARGV[2], KEYS[2]
if ARGV[5] == '' then
  local own = fields(h, 'lt').lt
  h = own and string.match(own, '%.(.*)$') == ARGV[3] and h or line(h)
end
local s = fields(h, 'lt', 'meta')
if not s.lt or string.match(s.lt, '%.(.*)$') ~= ARGV[3] or (ARGV[5] ~= '' and ARGV[5] ~= s.lt) then
  return {ARGV[1], ARGV[2], 'fenced'}
end
free(h)
local r = redis.call('HMGET', i, 'st', 'lt')
if r[1] == 'P' and r[2] == s.lt then
  redis.call('DEL', i)
end
if not s.meta then
  redis.call('PEXPIRE', key(h, 'm'), ARGV[4])
end
return {ARGV[1], ARGV[2], 'aborted'}
