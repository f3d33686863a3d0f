/** Seconds of processor time from here on, so that other work on the computer does not count. */
export function processorTime() {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
}

/** Runs something several times and gives the run with the fewest seconds. */
export const best = (runs, one) => fastestOf(Array.from({ length: runs }, one));

export const fastestOf = (runs) =>
  runs.reduce((fastest, run) => (run.seconds < fastest.seconds ? run : fastest));
