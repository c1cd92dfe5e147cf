// Reads a line "warm timed path" from its input, and answers with one line of JSON: the milliseconds of each timed reading.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse } from 'kordoc';

console.log(JSON.stringify({ ready: true, node: process.version }));
for await (const line of createInterface({ input: process.stdin })) {
    const [warm, timed] = line.split(' ', 2).map(Number);
    const file = readFileSync(line.split(' ').slice(2).join(' '));
    const milliseconds = [];
    let characters = 0;
    for (let i = 0; i < warm + timed; i++) {
        // Its own copy each time: it may keep or change what it is given.
        const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
        const begun = process.hrtime.bigint();
        const result = await parse(bytes);
        const took = Number(process.hrtime.bigint() - begun) / 1e6;
        if (i >= warm) milliseconds.push(took);
        characters = result.success ? result.markdown.length : 0;
    }
    console.log(JSON.stringify({ milliseconds, characters }));
}
