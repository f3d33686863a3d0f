/** Runs the claims on one model, away from the page; ending the worker cancels it. */
import { mutants } from '../../src/mutants/index.ts';
import { type PathModel, scopeOf } from '../../src/paths/index.ts';
import { exploreScope, judge } from '../../src/verify/index.ts';
import type { ProofMessage } from './proof.ts';

const post = (message: ProofMessage): void => self.postMessage(message);

/** A page may not take all of the memory; a search that hits this is inconclusive and says so. */
const maxBytes = 512 * 2 ** 20;

self.onmessage = ({ data }: MessageEvent<PathModel>) => {
  try {
    const scope = scopeOf(data);
    const model = mutants.find(({ name }) => name === data.mutant)?.model;
    const result = exploreScope(scope, {
      ...(model === undefined ? {} : { model }),
      maxBytes,
      onProgress: ({ states }) => post({ kind: 'progress', states }),
    });
    const reports = judge([{ scope, result }], { full: false, mutants: [] });
    post({
      kind: 'done',
      states: result.states,
      steps: result.steps,
      depth: result.depth,
      complete: result.complete,
      outcomes: data.topology.virtualMachines.map(({ name }, index) => ({
        name,
        outcomes: result.outcomes[index] ?? [],
      })),
      claims: reports.map(({ claim, verdict, reason, counterexample }) => ({
        id: claim.id,
        sentence: claim.sentence,
        verdict,
        reason,
        path: counterexample === null ? null : counterexample.path,
        cycle: counterexample?.cycle ?? null,
      })),
    });
  } catch (error) {
    post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
};
