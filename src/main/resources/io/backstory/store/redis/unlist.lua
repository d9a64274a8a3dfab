#!lua
-- Takes sessions out of their tenant's lists, unless they were used since.
-- KEYS x xb   ARGV nonce h | (h score) ...
for _, list in ipairs(KEYS) do
  for n = 3, #ARGV, 2 do
    local score = redis.call('ZSCORE', list, ARGV[n])
    if score and (ARGV[n + 1] == '' or tonumber(score) == tonumber(ARGV[n + 1])) then
      redis.call('ZREM', list, ARGV[n])
    end
  end
end
return {ARGV[1], ARGV[2]}
