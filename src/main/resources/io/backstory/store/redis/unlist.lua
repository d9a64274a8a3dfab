#!lua
-- Takes sessions out of their tenant's list, unless they were used since.
-- KEYS x   ARGV nonce h | (h score) ...
for n = 3, #ARGV, 2 do
  local score = redis.call('ZSCORE', KEYS[1], ARGV[n])
  if ARGV[n + 1] == '' or (score and tonumber(score) == tonumber(ARGV[n + 1])) then
    redis.call('ZREM', KEYS[1], ARGV[n])
  end
end
return {ARGV[1], ARGV[2]}
