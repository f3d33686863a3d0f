/** How a step is worked off, as C over the tables: the same for every system. */

/** Types of the tables. */
export const tableTypes = `enum { CALL, POST, PART, NOWHERE };
struct effect { unsigned char kind; short to; short what; short watched; };
struct list { short start; short length; };
struct row { short next; short says; short length; };
`;

/** What a step needs while it is worked off; none of it is part of a state. */
export const stepVariables = `struct call { short to; short input; short watched; };
static struct call calls[1024];
static int first_call, last_call;
struct send { unsigned char channel; unsigned char parcel; };
static struct send sends[256];
static int first_send, last_send;
static int is_gap;
`;

/** Functions that work a step off, and say whether it would change anything. */
export const stepFunctions = (units: number): string => `c_code {
static void bring_about(int by, struct list list)
{
  int i, unit, any = 0;
  for (i = list.start; i < list.start + list.length; i++) {
    const struct effect *effect = &effects[i];
    /* A step longer than there is room for is not worked off further. */
    if (last_call == sizeof calls / sizeof *calls || last_send == sizeof sends / sizeof *sends) {
      is_gap = 1;
      return;
    }
    switch (effect->kind) {
    case CALL:
      calls[last_call].to = effect->to;
      calls[last_call].input = effect->what;
      calls[last_call++].watched = effect->watched;
      break;
    case POST:
      sends[last_send].channel = effect->to;
      sends[last_send++].parcel = effect->what;
      break;
    case PART:
      unit = effect->to * ${units} + group_of[by] - 1;
      if (now.part[unit] != 0) now.problem[group_of[by]] = 1;
      if (now.part[unit] < effect->what) now.part[unit] = effect->what;
      for (unit = effect->to * ${units}; unit < (effect->to + 1) * ${units}; unit++) {
        if (now.part[unit] == 0) break;
        if (now.part[unit] == 2) any = 1;
      }
      if (unit < (effect->to + 1) * ${units}) break;
      for (unit = effect->to * ${units}; unit < (effect->to + 1) * ${units}; unit++) now.part[unit] = 0;
      bring_about(by, gathers[2 * effect->to + any]);
      break;
    default:
      now.problem[group_of[by]] = 1;
    }
  }
}

static void take(int actor, int input)
{
  int cell = cells[cells_of[actor] + now.at[actor] * inputs_of[actor] + input];
  int i;
  if (cell == -1) now.problem[group_of[actor]] = 1;
  else if (cell < 0) is_gap = 1;
  else {
    now.at[actor] = rows[cell].next;
    for (i = 0; i < rows[cell].length; i++)
      bring_about(actor, routes[routes_of[actor] + says[rows[cell].says + i]]);
  }
}

static void observe(int actor, int watched)
{
  int group = group_of[actor], i, at, next;
  if (watched < 0) return;
  at = watch_of[watched];
  for (i = first_observer_of[group]; i < first_observer_of[group] + observers_of[group]; i++) {
    next = watch[at + now.noted[i]];
    if (next < 0) is_gap = 1;
    else now.noted[i] = next;
    at += notes_of[i];
  }
}

static void work_off(void)
{
  while (first_call < last_call) {
    struct call *call = &calls[first_call++];
    observe(call->to, call->watched);
    take(call->to, call->input);
  }
}

static void begin(void) { first_call = last_call = first_send = last_send = is_gap = 0; }
static void deliver(int channel)
{
  begin();
  bring_about(0, parcels[parcels_of[channel] + parcel]);
  work_off();
}
static void elapse(int actor, int input) { begin(); take(actor, input); work_off(); }
static void act(int actor, int input, int watched)
{
  begin();
  observe(actor, watched);
  take(actor, input);
  work_off();
}
/* Whether it would change anything; everything is left as it was. */
static int changes(int actor, int input, int watched)
{
  int answer;
  unsigned char at[sizeof now.at], noted[sizeof now.noted], problem[sizeof now.problem], part[sizeof now.part];
  memcpy(at, &now.at, sizeof at);
  memcpy(noted, &now.noted, sizeof noted);
  memcpy(problem, &now.problem, sizeof problem);
  memcpy(part, &now.part, sizeof part);
  act(actor, input, watched);
  answer = is_gap || last_send > 0 || memcmp(at, &now.at, sizeof at) || memcmp(noted, &now.noted, sizeof noted)
    || memcmp(problem, &now.problem, sizeof problem) || memcmp(part, &now.part, sizeof part);
  memcpy(&now.at, at, sizeof at);
  memcpy(&now.noted, noted, sizeof noted);
  memcpy(&now.problem, problem, sizeof problem);
  memcpy(&now.part, part, sizeof part);
  return answer;
}
static int to_channel(void) { return first_send < last_send ? sends[first_send].channel : -1; }
}
`;
