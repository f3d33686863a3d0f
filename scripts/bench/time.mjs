/** Seconds of processor time from here on, so that other work on the computer does not count. */
export function processorTime() {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
}

/** Runs something several times and gives the run with the fewest seconds. */
export function best(runs, one) {
  return Array.from({ length: runs }, one).reduce((fastest, run) =>
    run.seconds < fastest.seconds ? run : fastest,
  );
}
