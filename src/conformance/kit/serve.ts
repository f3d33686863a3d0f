/** An implementation on the other side of the protocol: requests in, answers out, line by line. */
import { type Implementation, Skipped } from './implementation.ts';
import { protocolVersion, type Request, requestSchema } from './protocol.ts';

async function answer(implementation: Implementation, request: Request): Promise<object> {
  switch (request.command) {
    case 'start': {
      const { component, input, topology, options } = request;
      return {
        protocol: protocolVersion,
        ...(await implementation.start({ component, input, topology, options })),
      };
    }
    case 'reset':
      await implementation.reset();
      return {};
    case 'step':
      return { outputs: await implementation.step(request.inputs) };
    case 'advance': {
      const { elapse, milliseconds, actor } = request;
      const input = actor === undefined ? { elapse, milliseconds } : { elapse, milliseconds, actor };
      return { outputs: await implementation.advance(input) };
    }
    case 'observe':
      return implementation.observe();
    case 'stop':
      await implementation.stop();
      return {};
  }
}

/**
 * What a program says to each line that a tester says to it. A program reads lines from its standard input
 * and writes the answers, each with a line end, to its standard output; it ends after the answer to `stop`.
 */
export const answering =
  (implementation: Implementation) =>
  async (line: string): Promise<string> => {
    const request = requestSchema.parse(JSON.parse(line));
    const { seq } = request;
    try {
      return JSON.stringify({ seq, ...(await answer(implementation, request)) });
    } catch (error) {
      if (error instanceof Skipped) return JSON.stringify({ seq, skipped: true, reason: error.message });
      const context = error instanceof Error ? error.message : String(error);
      return JSON.stringify({ seq, errored: true, context });
    }
  };
