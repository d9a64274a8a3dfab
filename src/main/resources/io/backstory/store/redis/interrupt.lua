#!lua
-- Asks for a turn that runs to be stopped; its holder hears it when it renews its lease. Names the turn as turn.lua does.
-- KEYS m   ARGV nonce h | tenant how seq turnId
local s = session(ARGV[4] == 'token' and ARGV[2] or line(ARGV[2]))
if s.tenant ~= ARGV[3] or not runs(s, ARGV[4], tonumber(ARGV[5]), ARGV[6]) then
  return {ARGV[1], ARGV[2], 'idle'}
end
redis.call('HSET', key(s.h, 'm'), 'stop', s.lt)
return {ARGV[1], ARGV[2], 'asked'}
