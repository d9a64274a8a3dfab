#!lua
-- Stores turns, or none and only the settings. Repeated, it answers as before.
-- KEYS m t i
-- ARGV nonce h | lt gen expected turnId | mode fp recordTtl | retention meta | turns ...
local m, t, i = KEYS[1], KEYS[2], KEYS[3]
local lt, gen, expected, turnId = ARGV[3], ARGV[4], tonumber(ARGV[5]), ARGV[6]
local mode, fp, recordTtl, retention, meta = ARGV[7], ARGV[8], ARGV[9], ARGV[10], ARGV[11]
local first_turn = 12
local count = #ARGV - first_turn + 1
local function answer(...)
  return {ARGV[1], ARGV[2], ...}
end

local s = redis.call('HMGET', m, 'gen', 'ver', 'first', 'lt', 'done')
local ver, first = tonumber(s[2] or 0), tonumber(s[3] or 1)
local same = s[1] == gen

-- done before: writes something, so that a WAIT behind it waits for what was written then
local function again()
  redis.call('PEXPIRE', m, retention)
  redis.call('PEXPIRE', t, retention)
  return answer('committed', expected + count)
end
if same and count == 0 and s[5] == lt then
  return again()
end
if same and count > 0 and ver >= expected + count then
  local turn = redis.call('LINDEX', t, expected + count - first)
  if turn and string.match(turn, '^[^|]*|[^|]*|[^|]*|[^|]*|[^|]*|([^|]*)|') == turnId then
    return again()
  end
end

local mine = s[4] == lt
local function free()
  redis.call('HDEL', m, 'lt', 'lu', 'li', 'lturn', 'stop')
end
if mode == 'E' and same then
  local r = redis.call('HMGET', i, 'st', 'gen', 'seq')
  if r[1] == 'D' and r[2] == gen then
    if mine then
      free()
    end
    return answer('superseded', tonumber(r[3]))
  end
end
if not mine then
  return answer('fenced')
end
if not same or ver ~= expected or redis.call('LLEN', t) ~= ver - first + 1 then
  free()
  return answer('conflict')
end

local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
for n = first_turn, #ARGV do
  redis.call('RPUSH', t, ARGV[n])
end
redis.call('HSET', m, 'ver', expected + count, 'touched', now, 'meta', meta, 'keep', retention, 'done', lt)
free()
if mode ~= '' then
  redis.call('DEL', i)
  if count > 0 then
    redis.call('HSET', i, 'st', 'D', 'fp', fp, 'gen', gen, 'lt', lt, 'seq', expected + count)
    redis.call('PEXPIRE', i, recordTtl)
  end
end
redis.call('PEXPIRE', m, retention)
redis.call('PEXPIRE', t, retention)
return answer('committed', expected + count)
