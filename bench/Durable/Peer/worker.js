// DBOS running the cases of eng/bench durable. A line in, "case n"; a line out, its seconds and this process's CPU seconds as JSON.
// The clock runs from the first start call to the last result seen by the client, as on our side.
import { createInterface } from 'node:readline';
import { DBOS } from '@dbos-inc/dbos-sdk';

const nothing = async () => {};
const step = () => DBOS.runStep(nothing, { name: 'nothing' });
const times = (n, one) => Promise.all(Array.from({ length: n }, (_, i) => one(i)));

const sequence = DBOS.registerWorkflow(async (n) => {
  for (let i = 0; i < n; i++) await step();
}, { name: 'sequence' });

const fan = DBOS.registerWorkflow(async (n) => { await times(n, step); }, { name: 'fan' });

const child = DBOS.registerWorkflow(async (i) => i, { name: 'child' });

const oneByOne = DBOS.registerWorkflow(async (n) => {
  const handles = [];
  for (let i = 0; i < n; i++) handles.push(await DBOS.startWorkflow(child)(i));
  for (const handle of handles) await handle.getResult();
}, { name: 'oneByOne' });

const together = DBOS.registerWorkflow(async (n) => {
  const handles = await times(n, (i) => DBOS.startWorkflow(child)(i));
  await Promise.all(handles.map((handle) => handle.getResult()));
}, { name: 'together' });

const queued = DBOS.registerWorkflow(async (n) => {
  const handles = await times(n, (i) => DBOS.startWorkflow(child, { queueName: 'children' })(i));
  await Promise.all(handles.map((handle) => handle.getResult()));
}, { name: 'queued' });

const run = async (workflow, ...input) => (await DBOS.startWorkflow(workflow)(...input)).getResult();

const cases = {
  sequential: (n) => run(sequence, n),
  workflows: async (n) => {
    const handles = await times(n, () => DBOS.startWorkflow(sequence)(5));
    await Promise.all(handles.map((handle) => handle.getResult()));
  },
  parallel: (n) => run(fan, n),
  'children-one-by-one': (n) => run(oneByOne, n),
  'children-together': (n) => run(together, n),
  'children-queued': (n) => run(queued, n),
  latency: async (n) => {
    const milliseconds = [];
    for (let i = 0; i < n; i++) {
      const began = performance.now();
      await run(sequence, 1);
      milliseconds.push(performance.now() - began);
    }
    return milliseconds;
  },
};

DBOS.setConfig({ name: 'bench', systemDatabaseUrl: process.argv[2], logLevel: 'error' });
await DBOS.launch();
await DBOS.registerQueue('children', { minPollingIntervalMs: 50 });
console.log('ready');

for await (const line of createInterface({ input: process.stdin })) {
  const [name, n] = line.split(' ');
  const cpu = process.cpuUsage();
  const began = performance.now();
  const answer = await cases[name](Number(n));
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, milliseconds: name === 'latency' ? answer : undefined }));
}

await DBOS.shutdown();
process.exit(0);
