/** tla-checker (WASM) as a further engine for the TLA+ export. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { check_spec_with_cfg, initSync } from 'tla-checker';

const wasm = createRequire(import.meta.url)
  .resolve('tla-checker')
  .replace(/tla_checker\.js$/, 'tla_checker_bg.wasm');
initSync({ module: readFileSync(wasm) });

/** What the checker says of a module under a configuration: whether something is violated, and how many states it met. */
export function checkTla(module, configuration) {
  const answer = JSON.parse(
    check_spec_with_cfg(module, configuration, '{}', 1_000_000, 100_000, true, false),
  );
  const isViolated = /Violation/.test(answer.error_type ?? '');
  if (!answer.success && !isViolated)
    throw new Error(`tla-checker: ${answer.error_type}: ${answer.error_message}`);
  return { isViolated, states: answer.states_explored };
}
