#!lua
-- Takes the lease of a session. Writes no turn: a session that was never committed has no field "meta", and everybody
-- but the holder of its lease takes it for absent.
-- KEYS m t i
-- ARGV nonce h | tenant sid owner ttl | mode fp recordTtl | cachedGen cachedVer cachedRev | newGen create expected unborn
local m, t, i = KEYS[1], KEYS[2], KEYS[3]
local tenant, sid, owner, ttl = ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local mode, fp, recordTtl = ARGV[7], ARGV[8], ARGV[9]
local cachedGen, cachedVer, cachedRev = ARGV[10], tonumber(ARGV[11]), tonumber(ARGV[12])
local newGen, create, expected, unborn = ARGV[13], ARGV[14] == '1', ARGV[15], ARGV[16]

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function answer(...)
  return {ARGV[1], ARGV[2], ...}
end

local s = redis.call('HMGET', m, 'tenant', 'sid', 'gen', 'ver', 'rev', 'first', 'fence', 'lt', 'lu', 'del', 'meta')
local stored = s[1] ~= false
if stored and (s[1] ~= tenant or s[2] ~= sid) then
  return answer('not_found')
end
local exists = stored and not s[10]
local gen, ver, rev, first = s[3], tonumber(s[4] or 0), tonumber(s[5] or 0), tonumber(s[6] or 1)
local fence, lt, lu, meta = tonumber(s[7] or 0), s[8], tonumber(s[9] or 0), exists and s[11]
if not exists then
  ver = 0
end

-- went back: a failover or a restore lost what a caller still holds
if cachedGen ~= '' and cachedVer > 0 and (not stored or (gen == cachedGen and cachedVer > ver)) then
  return answer('regressed')
end

local own = exists and lt and string.match(lt, '%.(.*)$') == owner
if not own then
  local held = exists and lt and lu > now
  if exists and mode ~= '' and mode ~= 'W' then
    local r = redis.call('HMGET', i, 'st', 'fp', 'gen', 'lt', 'seq')
    if r[1] and r[3] == gen then
      if r[2] ~= fp then
        return answer('key_reused')
      end
      local seq = tonumber(r[5] or 0)
      if r[1] == 'D' and (mode == 'E' or seq == ver) then
        local turn = redis.call('LINDEX', t, seq - first)
        if seq < first or not turn then
          return answer('regressed')
        end
        return answer('replay', gen, seq, turn)
      end
      if r[1] == 'P' and held and r[4] == lt then
        return answer('in_progress', lu - now)
      end
    end
  end
  if held then
    return answer('busy', lu - now)
  end
  if not meta and not create then
    return answer('not_found')
  end
  if expected ~= '' and tonumber(expected) ~= ver then
    return answer('not_head', ver)
  end
end

if not exists then
  gen, ver, rev, first = newGen, 0, 0, 1
  redis.call('DEL', m)
  redis.call('UNLINK', t)
  redis.call('HSET', m, 'tenant', tenant, 'sid', sid, 'gen', gen, 'ver', 0, 'rev', 0, 'first', 1,
    'born', string.format('%.0f', now))
end
if not own then
  fence = fence + 1
  lt = string.format('%.0f', fence) .. '.' .. owner
end
redis.call('HSET', m, 'fence', string.format('%.0f', fence), 'lt', lt, 'lu', string.format('%.0f', now + ttl),
  'li', i, 'lturn', owner)
if mode ~= '' then
  redis.call('DEL', i)
  redis.call('HSET', i, 'st', 'P', 'fp', fp, 'gen', gen, 'lt', lt)
  redis.call('PEXPIRE', i, recordTtl)
end
local x = redis.call('HMGET', m, 'born', 'touched', 'keep')
local left = meta and x[3] or unborn
redis.call('PEXPIRE', m, left)
redis.call('PEXPIRE', t, left)

local from = 0
local newer = meta and cachedGen == gen and cachedRev == rev
if newer then
  from = cachedVer
end
local turns = {}
if ver > from then
  turns = redis.call('LRANGE', t, math.max(0, from + 1 - first), -1)
end
return answer('begun', string.format('%.0f', fence), gen, ver, rev, x[1], x[2] or '',
  string.format('%.0f', now + tonumber(left)), meta or '', newer and 1 or 0, turns)
