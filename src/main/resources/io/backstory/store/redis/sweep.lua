#!lua
-- Whether a listed session is "kept", "gone", or "left": deleted but not its branches, or a branch without its base. A
-- session that is kept forgets the branches that are gone.
-- KEYS m b   ARGV nonce h | tenant
local s = session(ARGV[2])
if s.tenant ~= ARGV[3] then
  return {ARGV[1], ARGV[2], 'gone'}
end
if s.del or not bases(s) then
  return {ARGV[1], ARGV[2], 'left'}
end
local members, alive = redis.call('SMEMBERS', KEYS[2]), {}
for _, h in ipairs(members) do
  local branch = fields(h, 'bh', 'bg', 'del')
  if branch.bh == s.h and branch.bg == s.gen and not branch.del then
    alive[#alive + 1] = h
  end
end
if #alive < #members then
  local left = redis.call('PTTL', KEYS[2])
  redis.call('UNLINK', KEYS[2])
  for _, h in ipairs(alive) do
    redis.call('SADD', KEYS[2], h)
  end
  redis.call('PEXPIRE', KEYS[2], left)
end
return {ARGV[1], ARGV[2], 'kept'}
