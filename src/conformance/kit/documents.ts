/** Reports as documents: JUnit XML for build servers, and one HTML page that needs nothing else. */
import { XMLBuilder } from 'fast-xml-parser';
import { type ConformanceReport, failureLines, harmless } from './report.ts';

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
});

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(6);

const attributes = (values: Readonly<Record<string, string | number>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`@${name}`, harmless(String(value))]));

/** The report as JUnit XML, one test suite; what is inconclusive counts as skipped there. */
export function junitReport({ suite, implementation, counts, results }: ConformanceReport): string {
  const name = `${suite.component} ${suite.coverage}`;
  const total = {
    tests: results.length,
    failures: counts.fail,
    errors: counts.errored,
    skipped: counts.skipped + counts.inconclusive,
    time: seconds(results.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
  };
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      ...attributes({ name: 'hyperv-backup-spec', ...total }),
      testsuite: {
        ...attributes({ name, ...total }),
        properties: { property: attributes({ name: 'implementation', value: implementation ?? '' }) },
        testcase: results.map(({ id, goal, verdict, reason, milliseconds, failure }) => ({
          ...attributes({ name: id, classname: suite.component, time: seconds(milliseconds) }),
          ...(failure === null
            ? {}
            : {
                failure: {
                  ...attributes({ type: 'fail', message: goal }),
                  '#text': failureLines(failure).join('\n'),
                },
              }),
          ...(verdict === 'errored' ? { error: attributes({ type: 'errored', message: reason ?? '' }) } : {}),
          ...(verdict === 'skipped' || verdict === 'inconclusive'
            ? { skipped: attributes({ message: `${verdict}: ${reason ?? ''}` }) }
            : {}),
        })),
      },
    },
  });
}

const escaped = (text: string): string =>
  harmless(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}pre{background:#f4f4f4;padding:1rem;overflow:auto}table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.2rem .6rem;text-align:left}';

/** The report as a page without scripts; the policy in it allows none. */
export function htmlReport({ verdict, implementation, suite, counts, results }: ConformanceReport): string {
  const failures = results.filter(({ verdict: one }) => one !== 'pass');
  const rows = Object.entries(counts).map(
    ([name, count]) => `<tr><th scope="row">${name}</th><td>${count}</td></tr>`,
  );
  const parts = failures.map(({ id, goal, verdict: one, reason, failure }) =>
    [
      `<details><summary>${one}: ${escaped(id)}: ${escaped(goal)}</summary>`,
      ...(reason === null ? [] : [`<p>${escaped(reason)}</p>`]),
      ...(failure === null
        ? []
        : [
            `<pre>${failureLines(failure).map(escaped).join('\n')}</pre>`,
            ...failure.claims.map(
              ({ id: claim, sentence }) => `<p>${escaped(claim)}: ${escaped(sentence)}</p>`,
            ),
            `<pre>${escaped(failure.diagram).replaceAll('\\u000a', '\n')}</pre>`,
          ]),
      '</details>',
    ].join('\n'),
  );
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width">',
    `<title>${escaped(suite.component)}: ${verdict}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    `<h1>${escaped(suite.component)}: ${verdict}</h1>`,
    `<p>Implementation: ${escaped(implementation ?? 'none')}. Suite: ${escaped(suite.coverage)}, ${suite.tests} tests.</p>`,
    ...(suite.faultDomain === null ? [] : [`<p>Complete for: ${escaped(suite.faultDomain)}</p>`]),
    `<table>${rows.join('')}</table>`,
    ...parts,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
