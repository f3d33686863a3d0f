/**
 * An implementation that runs as a program of its own: JSON lines over its standard input and output.
 *
 * Whatever the program does, a request ends: with its answer, or as errored within the time limit. What it
 * prints is bounded line by line and never kept as a whole; what it writes to standard error is its log.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  answerSchemas,
  type Declaration,
  Errored,
  type Implementation,
  protocolVersion,
  type Request,
  refusalSchema,
  Skipped,
  type Subject,
  type SuiteInput,
} from '../conformance/index.ts';

export interface ProgramLimits {
  /** Milliseconds that one answer may take. */
  readonly timeout: number;
  /** Bytes of one line. */
  readonly maxLine: number;
  /** Bytes of standard error that are kept: the last ones. */
  readonly maxLog: number;
}

/** There is no such program, or it may not be run. */
export class NotStarted extends Errored {}

export const programLimits: ProgramLimits = { timeout: 5_000, maxLine: 1 << 20, maxLog: 1 << 16 };

/** Interpreters and virtual machines take longer to start than to answer. */
const startsSlower = 10;

/** Milliseconds between the end of the output and the end of a program that ends. */
const exitFollows = 100;

interface Waiting {
  readonly resolve: (line: string) => void;
  readonly reject: (error: Errored) => void;
}

type Command = Request['command'];
type Body = Readonly<Record<string, unknown>>;

export class Program implements Implementation {
  readonly #child: ChildProcess;
  readonly #limits: ProgramLimits;
  #chunks: Buffer[] = [];
  #held = 0;
  #log = Buffer.alloc(0);
  #seq = 0;
  #waiting: Waiting | null = null;
  #broken: Errored | null = null;
  readonly #gone: Promise<void>;

  /** Starts the program at once, without a shell, as the leader of a process group of its own. */
  constructor(command: string, args: readonly string[], limits: ProgramLimits = programLimits) {
    this.#limits = limits;
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true, shell: false });
    const { stdin, stdout, stderr } = this.#child;
    this.#gone = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#fail(
          `it cannot be started (${error.message}); the command after -- must be a program that is there and may be run`,
          NotStarted,
        );
        resolve();
      });
      this.#child.once('exit', (code, signal) => {
        this.#fail(signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`);
        resolve();
      });
    });
    stdin?.on('error', (error) => this.#fail(`its standard input is closed: ${error.message}`));
    stdout?.on('error', (error) => this.#fail(`its standard output failed: ${error.message}`));
    stdout?.on('end', () => {
      // An exit code that follows says more.
      setTimeout(() => this.#fail('it closed its standard output'), exitFollows).unref();
    });
    stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    stderr?.on('error', () => {});
    stderr?.on('data', (chunk: Buffer) => {
      this.#log = Buffer.concat([this.#log, chunk]).subarray(-limits.maxLog);
    });
  }

  /** The end of what it wrote to standard error. */
  get log(): string {
    return this.#log.toString('utf8');
  }

  async start(subject: Subject): Promise<Declaration> {
    const {
      seq: _,
      protocol: __,
      ...declaration
    } = answerSchemas.start.parse(await this.#ask('start', { protocol: protocolVersion, ...subject }));
    return declaration;
  }

  async reset(): Promise<void> {
    await this.#ask('reset', {});
  }

  async step(inputs: readonly SuiteInput[]) {
    return ((await this.#ask('step', { inputs })) as { outputs: never }).outputs;
  }

  async advance(input: SuiteInput & { readonly elapse: string }) {
    return ((await this.#ask('advance', input)) as { outputs: never }).outputs;
  }

  async observe() {
    return (await this.#ask('observe', {})) as { outputs: never; state?: string };
  }

  /** Asks it to end, and ends its process group. */
  async stop(): Promise<void> {
    if (this.#broken === null) await this.#ask('stop', {}).catch(() => {});
    this.kill();
    await this.#gone;
  }

  /** Ends the whole process group at once. */
  kill(): void {
    this.#fail('it was ended');
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // Nothing of the group is left.
    }
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    this.#child.stdin?.destroy();
  }

  async #ask(command: Command, body: Body): Promise<unknown> {
    if (this.#broken !== null) throw this.#broken;
    const seq = ++this.#seq;
    const line = await new Promise<string>((resolve, reject) => {
      const limit = this.#limits.timeout * (command === 'start' ? startsSlower : 1);
      const timer = setTimeout(() => this.#fail(`no answer to ${command} within ${limit} ms`), limit);
      const settle =
        <T>(then: (value: T) => void) =>
        (value: T): void => {
          clearTimeout(timer);
          then(value);
        };
      this.#waiting = { resolve: settle(resolve), reject: settle(reject) };
      this.#child.stdin?.write(`${JSON.stringify({ seq, command, ...body })}\n`);
    });
    return this.#understand(command, seq, line);
  }

  #understand(command: Command, seq: number, line: string): unknown {
    const shown = JSON.stringify(line.slice(0, 200));
    let answer: unknown;
    try {
      answer = JSON.parse(line);
    } catch {
      throw this.#fail(`its answer to ${command} is not JSON: ${shown}`);
    }
    if ((answer as { seq?: unknown } | null)?.seq !== seq) {
      throw this.#fail(`its answer to ${command} does not carry seq ${seq}: ${shown}`);
    }
    const refusal = refusalSchema.safeParse(answer);
    if (refusal.success) {
      if ('skipped' in refusal.data) throw new Skipped(refusal.data.reason);
      throw new Errored(`it says that something went wrong: ${JSON.stringify(refusal.data.context)}`);
    }
    const known = answerSchemas[command].safeParse(answer);
    if (!known.success) throw this.#fail(`its answer to ${command} does not fit the protocol: ${shown}`);
    return known.data;
  }

  #read(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const line = Buffer.concat([...this.#chunks, chunk.subarray(from, end)]);
      this.#chunks = [];
      this.#held = 0;
      from = end + 1;
      this.#line(line);
      if (this.#broken !== null) return;
    }
    if (from === chunk.length) return;
    this.#chunks.push(chunk.subarray(from));
    this.#held += chunk.length - from;
    if (this.#held > this.#limits.maxLine) this.#tooLong();
  }

  #tooLong(): void {
    this.#chunks = [];
    this.#held = 0;
    this.#fail(`a line of its output is longer than ${this.#limits.maxLine} bytes`);
  }

  #line(line: Buffer): void {
    if (line.length > this.#limits.maxLine) {
      this.#tooLong();
      return;
    }
    const waiting = this.#waiting;
    if (waiting === null) {
      this.#fail(`it spoke without being asked: ${JSON.stringify(line.toString('utf8', 0, 200))}`);
      return;
    }
    this.#waiting = null;
    waiting.resolve(line.toString('utf8'));
  }

  /** The program is not to be used any more; whoever waits is told. */
  #fail(text: string, Kind = Errored): Errored {
    if (this.#broken === null) {
      this.#broken = new Kind(text);
      this.#child.stdout?.destroy();
    }
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(this.#broken);
    return this.#broken;
  }
}
