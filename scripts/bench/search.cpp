/* The search; what stands before it is generated. */
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

using word = std::uint64_t;

[[noreturn]] static void gap(const char *what)
{
  std::fprintf(stderr, "not in the tables: %s\n", what);
  std::exit(2);
}

/* Rows of pairs: by table, state of the hub and state of the group. */
struct Row { int start, end; };
static std::vector<Row> rows[tables];

static void read_pairs()
{
  for (int table = 0; table < tables; table++) {
    rows[table].assign(static_cast<std::size_t>(size_of[0]) * size_of[table], Row{-1, -1});
  }
  for (const Pair &pair : pairs) {
    rows[pair.table][static_cast<std::size_t>(pair.hub) * size_of[pair.table] + pair.local] = {pair.start, pair.end};
  }
}

static inline unsigned local_in(word key, int group) { return key >> shift_of[group] & mask_of[group]; }
static inline const Local &local_of(int group, unsigned state) { return locals[locals_of[table_of[group]] + state]; }

/* Works off what a group has said, first in first out; false if the budget is used up. */
static std::vector<std::pair<const Said *, const Said *>> queue;

static void say(int group, int outgoing)
{
  const int list = said_of[group] + outgoing;
  queue.emplace_back(said + said_start[list], said + said_start[list + 1]);
}

static void receive(unsigned *state, int group, int stimulus)
{
  const Local &local = local_of(group, state[group]);
  for (int at = local.start; at < local.end; at++) {
    if (reactions[at].stimulus != stimulus) continue;
    state[group] = reactions[at].next;
    if (reactions[at].outgoing != 0) say(group, reactions[at].outgoing);
    return;
  }
  gap("a reaction");
}

static Said told[64];

static bool settle(unsigned *state, int by, int outgoing)
{
  int tellings = 0;
  queue.clear();
  say(by, outgoing);
  for (std::size_t head = 0; head < queue.size(); head++) {
    for (const Said *one = queue[head].first; one != queue[head].second; one++) {
      if (one->kind == 0) {
        receive(state, one->to, one->stimulus);
      } else if (one->kind == 2) {
        if (!local_of(0, state[0]).can_pay) return false;
        receive(state, 0, charge);
      } else {
        const unsigned bit = 1u << one->to;
        bool any = false, all = true;
        for (int group = 1; group < groups; group++) {
          const Local &local = local_of(group, state[group]);
          if (local.owes & bit) all = false;
          if (local.yes & bit) any = true;
        }
        if (!all) continue;
        for (int group = 1; group < groups; group++) receive(state, group, gathers[one->to].resets[group]);
        told[tellings] = {0, 0, gathers[one->to].tell[any]};
        queue.emplace_back(told + tellings, told + tellings + 1);
        tellings++;
      }
    }
  }
  return true;
}

static std::vector<word> keys;
static std::vector<std::uint32_t> parents;
static std::vector<word> slots(1 << 16, ~word{0});

static inline std::size_t home(word key)
{
  key *= 0x9e3779b97f4a7c15u;
  return (key ^ key >> 32) & (slots.size() - 1);
}

static void grow()
{
  std::vector<word> larger(2 * slots.size(), ~word{0});
  slots.swap(larger);
  for (word key : keys) {
    std::size_t slot = home(key);
    while (slots[slot] != ~word{0}) slot = (slot + 1) & (slots.size() - 1);
    slots[slot] = key;
  }
}

static void insert(word key, std::uint32_t parent)
{
  std::size_t slot = home(key);
  for (; slots[slot] != ~word{0}; slot = (slot + 1) & (slots.size() - 1)) {
    if (slots[slot] == key) return;
  }
  slots[slot] = key;
  keys.push_back(key);
  parents.push_back(parent);
  if (2 * keys.size() > slots.size()) grow();
}

/* Successors wait here until what they are looked up in has come in. */
struct Waiting { word key; std::uint32_t parent; };
static constexpr unsigned waiting_most = 64;
static Waiting waiting[waiting_most];
static unsigned waiting_first = 0, waiting_count = 0;

static void look_up_one()
{
  const Waiting one = waiting[waiting_first++ % waiting_most];
  waiting_count--;
  insert(one.key, one.parent);
}

static void look_up(word key, std::uint32_t parent)
{
  __builtin_prefetch(&slots[home(key)]);
  if (waiting_count == waiting_most) look_up_one();
  waiting[(waiting_first + waiting_count++) % waiting_most] = {key, parent};
}

static std::uint64_t expand(word key, std::uint32_t number)
{
  std::uint64_t taken = 0;
  const unsigned hub = local_in(key, 0);
  for (int group = 0; group < groups; group++) {
    const unsigned local = local_in(key, group);
    const Row row = rows[table_of[group]][static_cast<std::size_t>(hub) * size_of[table_of[group]] + local];
    if (row.start < 0) gap("a pair");
    for (int at = row.start; at < row.end; at++) {
      const Step &step = steps[at];
      bool adds = step.outgoing == 0;
      if (step.answer >= 0) {
        for (int other = 1; other < groups; other++) {
          if (other != group && local_of(other, local_in(key, other)).owes >> step.answer & 1) adds = true;
        }
      }
      if (adds) {
        taken++;
        const word unit = static_cast<word>(static_cast<std::int64_t>(step.unit)) << shift_of[group];
        look_up(key + static_cast<word>(static_cast<std::int64_t>(step.hub)) + unit, number);
        continue;
      }
      unsigned state[groups];
      for (int one = 0; one < groups; one++) state[one] = local_in(key, one);
      state[group] = step.next;
      if (!settle(state, group, step.outgoing)) continue;
      word after = 0;
      for (int one = 0; one < groups; one++) after |= static_cast<word>(state[one]) << shift_of[one];
      if (after == key) continue;
      taken++;
      look_up(after, number);
    }
  }
  return taken;
}

int main()
{
  read_pairs();
  const std::clock_t start = std::clock();
  insert(0, 0);
  std::uint64_t taken = 0;
  for (std::uint32_t number = 0;; number++) {
    if (number == keys.size()) {
      while (waiting_count > 0) look_up_one();
      if (number == keys.size()) break;
    }
    taken += expand(keys[number], number);
  }
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  const std::size_t bytes = 8 * keys.capacity() + 4 * parents.capacity() + 8 * slots.capacity();
  std::printf("{\"states\": %zu, \"steps\": %llu, \"seconds\": %.6f, \"bytes\": %zu}\n", keys.size(),
              static_cast<unsigned long long>(taken), seconds, bytes);
}
