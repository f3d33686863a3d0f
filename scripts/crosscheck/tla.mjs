/** tla-checker (WASM) as an engine for the TLA+ export. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { check_spec_with_cfg, initSync } from 'tla-checker';

const wasm = createRequire(import.meta.url)
  .resolve('tla-checker')
  .replace(/tla_checker\.js$/, 'tla_checker_bg.wasm');
initSync({ module: readFileSync(wasm) });

const asked = (module, configuration, wantsGraph) => {
  const answer = JSON.parse(
    check_spec_with_cfg(module, configuration, '{}', 1_000_000, 100_000, true, wantsGraph),
  );
  const isViolated = /Violation/.test(answer.error_type ?? '');
  if (!answer.success && !isViolated)
    throw new Error(`tla-checker: ${answer.error_type}: ${answer.error_message}`);
  return { isViolated, states: answer.states_explored, graph: answer.dot };
};

/** What the checker says of a module under a configuration: whether something is violated, and how many states it met. */
export function checkTla(module, configuration) {
  const { isViolated, states } = asked(module, configuration, false);
  return { isViolated, states };
}

/** How many states the checker meets in which `AtRest` holds: no call is left, and no answer is complete. */
export function statesAtRest(module) {
  const { graph } = asked(module, 'SPECIFICATION Spec\n', true);
  const parts = [...new Set([...module.matchAll(/^ {2}(\w+_part\d+),?$/gm)].map(([, name]) => name))];
  const gathers = [...new Set(parts.map((part) => /part(\d+)$/.exec(part)[1]))].map((number) =>
    parts.filter((part) => part.endsWith(`_part${number}`)),
  );
  const isThere = (label, part) => !label.includes(`\\n${part}=\\"none\\"`);
  return [...graph.matchAll(/^\s*s\d+ \[label="((?:[^"\\]|\\.)*)"/gm)].filter(
    ([, label]) =>
      label.includes('\\ncalls=<<>>') && !gathers.some((own) => own.every((part) => isThere(label, part))),
  ).length;
}
