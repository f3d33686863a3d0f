/* A SCSI controller, written anew in C, under the conformance protocol; standard library only.
 *
 *   cc -std=c99 -O2 -o scsi_controller scsi_controller.c
 *
 * A tester sends one JSON object a line, and of these only a few forms reach a SCSI controller, so the
 * few fields that matter are looked up by name; a larger component would use a JSON library. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LINE = 1 << 20, MAX_DISKS = 64 };

typedef struct {
  int disk, set;
} Copy;

typedef struct {
  int is_add;
  Copy copy;
} Operation;

static enum { ON, OFF, REMOVED } place;
static int free_slots, slots_at_start;
static Copy connected[MAX_DISKS];
static int connected_count;
static Operation queue[2 * MAX_DISKS];
static int queue_count;

/* What is said to one input, as the inside of a JSON array. */
static char said[MAX_LINE];
static size_t said_length;

static void say(const char *type, Copy copy, const char *reason) {
  char field[64];
  if (reason != NULL) snprintf(field, sizeof field, "\"reason\":\"%s\"", reason);
  else snprintf(field, sizeof field, "\"set\":%d", copy.set);
  said_length += (size_t)snprintf(said + said_length, sizeof said - said_length,
                                  "%s{\"type\":\"%s\",\"disk\":%d,%s}", said_length > 0 ? "," : "", type,
                                  copy.disk, field);
}

/* The text after a field of this name, from `from` on and before `end`; NULL where there is none. */
static const char *field(const char *from, const char *end, const char *name) {
  char key[64];
  snprintf(key, sizeof key, "\"%s\":", name);
  const char *found = strstr(from, key);
  return found == NULL || found >= end ? NULL : found + strlen(key);
}

static int number(const char *from, const char *end, const char *name) {
  const char *text = field(from, end, name);
  return text == NULL ? 0 : atoi(text);
}

static int is(const char *text, const char *value) {
  size_t length = strlen(value);
  return text != NULL && text[0] == '"' && strncmp(text + 1, value, length) == 0 && text[length + 1] == '"';
}

static void lose_queue(void) {
  for (int at = 0; at < queue_count; at++) free_slots += queue[at].is_add;
  queue_count = 0;
}

static void ask(int is_add, Copy copy) {
  if (queue_count < 2 * MAX_DISKS) queue[queue_count++] = (Operation){is_add, copy};
}

static void hot_add(Copy copy) {
  if (place == OFF) say("HOT_ADD_REFUSED", copy, "machineOff");
  else if (place == REMOVED) say("HOT_ADD_REFUSED", copy, "removed");
  else if (free_slots == 0) say("HOT_ADD_REFUSED", copy, "noFreeSlot");
  else {
    free_slots--;
    ask(1, copy);
  }
}

static void stop_machine(void) {
  if (place != ON) return;
  place = OFF;
  for (int at = 0; at < connected_count; at++) say("DISK_DISCONNECTED", connected[at], NULL);
  for (int at = 0; at < queue_count; at++) {
    if (queue[at].is_add) say("HOT_ADD_REFUSED", queue[at].copy, "machineOff");
  }
  free_slots += connected_count;
  connected_count = 0;
  lose_queue();
}

static void receive(const char *type, Copy copy) {
  if (is(type, "HOT_ADD")) hot_add(copy);
  else if (is(type, "HOT_REMOVE") && place == ON) ask(0, copy);
  else if (is(type, "GUEST_STOPPED")) stop_machine();
  else if (is(type, "GUEST_STARTED") && place == OFF) place = ON;
  else if (is(type, "MANAGEMENT_SERVICE_RESTARTED") && place == ON) lose_queue();
  else if (is(type, "SCSI_CONTROLLERS_REMOVED") && place == OFF) place = REMOVED;
  else if (is(type, "TAKE_SLOT") && place == ON && queue_count == 0 && free_slots > 0) free_slots--;
}

static void hot_plug_is_over(void) {
  if (queue_count == 0) return;
  Operation first = queue[0];
  memmove(queue, queue + 1, (size_t)--queue_count * sizeof queue[0]);
  if (first.is_add) {
    connected[connected_count++] = first.copy;
    say("DISK_CONNECTED", first.copy, NULL);
    return;
  }
  int kept = 0;
  for (int at = 0; at < connected_count; at++) {
    if (connected[at].disk != first.copy.disk) connected[kept++] = connected[at];
  }
  connected_count = kept;
  free_slots++;
  say("DISK_DISCONNECTED", first.copy, NULL);
}

static void reset(void) {
  place = ON;
  free_slots = slots_at_start;
  connected_count = queue_count = 0;
}

/* Answers all inputs of a step; each is an object with one message in it. */
static void step(const char *line, const char *end) {
  int is_first = 1;
  printf(",\"outputs\":[");
  for (const char *at = field(line, end, "message"); at != NULL;) {
    const char *next = field(at, end, "message");
    const char *until = next == NULL ? end : next;
    said_length = 0;
    said[0] = '\0';
    receive(field(at, until, "type"), (Copy){number(at, until, "disk"), number(at, until, "set")});
    printf("%s[%s]", is_first ? "" : ",", said);
    is_first = 0;
    at = next;
  }
  printf("]");
}

int main(void) {
  static char line[MAX_LINE];
  while (fgets(line, sizeof line, stdin) != NULL) {
    const char *end = line + strlen(line);
    const char *command = field(line, end, "command");
    printf("{\"seq\":%d", number(line, end, "seq"));
    if (is(command, "start")) {
      slots_at_start = number(line, end, "freeSlots");
      printf(",\"protocol\":1,\"implementation\":{\"name\":\"SCSI controller in C\"},\"accepts\":\"all\",\"observes\":\"all\"");
    } else if (is(command, "reset")) {
      reset();
    } else if (is(command, "step")) {
      step(line, end);
    } else if (is(command, "advance")) {
      said_length = 0;
      said[0] = '\0';
      if (is(field(line, end, "elapse"), "hotPlug")) hot_plug_is_over();
      printf(",\"outputs\":[%s]", said);
    } else if (is(command, "observe")) {
      printf(",\"outputs\":[]");
    }
    printf("}\n");
    fflush(stdout);
    if (is(command, "stop")) break;
  }
  return 0;
}
