import { defineConfig } from 'vitest/config';

/** These start a browser or commands of several threads, and keep every processor busy by themselves. */
const busy = [
  'test/browser/**/*.test.ts',
  'test/cli/**/*.test.ts',
  'test/docs/**/*.test.ts',
  'test/explore/team.test.ts',
];

const each = { setupFiles: ['test/setup.ts'], testTimeout: 120_000 };

export default defineConfig({
  test: {
    globalSetup: 'test/build.ts',
    projects: [
      {
        test: {
          ...each,
          name: 'several at a time',
          include: ['test/**/*.test.ts'],
          exclude: busy,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...each,
          name: 'one at a time',
          include: busy,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
