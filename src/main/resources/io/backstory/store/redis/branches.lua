#!lua
-- The keys of a session and of all that branched from it.
-- KEYS m b   ARGV nonce h | tenant
local root = session(ARGV[2])
if root.tenant ~= ARGV[3] or root.del or not root.meta or not bases(root) then
  return {ARGV[1], ARGV[2], 'not_found', {}}
end
local found, sessions = {}, {root}
while #sessions > 0 do
  local s = table.remove(sessions)
  found[#found + 1] = s.h
  for _, h in ipairs(redis.call('SMEMBERS', key(s.h, 'b'))) do
    local branch = fields(h, 'gen', 'bh', 'bg')
    if branch.bh == s.h and branch.bg == s.gen then
      sessions[#sessions + 1] = branch
    end
  end
end
return {ARGV[1], ARGV[2], 'found', found}
