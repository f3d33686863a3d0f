// Steps of generated features for Cucumber in JavaScript; those of another language do the same.
import { deepStrictEqual } from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { Given, Then, When } from '@cucumber/cucumber';

// The object that is tested, exported as `adapter`; see `Adapter` of hyperv-backup-spec/conformance.
const { adapter } = await import(pathToFileURL(process.env.ADAPTER).href);

Given(/^a ([\w-]+) in this system$/, async function (_component, json) {
  const { input, receivers } = JSON.parse(json);
  this.receivers = receivers;
  await adapter.reset(input);
});

const message = (type, fields) => ({ ...JSON.parse(fields ?? '{}'), type });

When(/^(\S+) receives (\w+)(?: with (.*))?$/, async function (actor, type, fields) {
  this.said = await adapter.receive(message(type, fields), actor === 'it' ? undefined : actor);
});
When(/^(\w+)(?: of (\S+))? is over$/, async function (name, actor) {
  this.said = await adapter.elapse(name, actor);
});
When(/^(\S+) of (\S+) delivers$/, async function (channel, group) {
  this.said = await adapter.deliver(channel, group);
});

// Only what goes to one receiver has an order.
const byReceiver = (messages, receivers) =>
  Object.values({ ...receivers, others: null }).map((types) =>
    messages.filter(({ type }) =>
      types === null ? !Object.values(receivers).flat().includes(type) : types.includes(type),
    ),
  );

Then('nothing is said', function () {
  deepStrictEqual(this.said, []);
});
Then('this is said', function (table) {
  const expected = table.hashes().map((row) => message(row.message, row.fields));
  deepStrictEqual(byReceiver(this.said, this.receivers), byReceiver(expected, this.receivers));
});
