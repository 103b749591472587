// Reads cards with Microsoft's own parser. In: JSON lines {name, card}. Out: JSON lines {name, problems}, of those that have any.
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const cards = createRequire(import.meta.url)("adaptivecards/dist/adaptivecards.js");
const kind = (event) => `${cards.ValidationEvent[event.event]}: ${event.message}`;

for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const { name, card } = JSON.parse(line);
  const context = new cards.SerializationContext(cards.Versions.v1_5);
  const read = new cards.AdaptiveCard();
  const problems = [];
  try {
    read.parse(card, context);
    for (let i = 0; i < context.eventCount; i++) problems.push(kind(context.getEventAt(i)));
    problems.push(...read.validateProperties().validationEvents.map(kind));
  } catch (error) {
    problems.push(`Thrown: ${error.message}`);
  }
  if (problems.length) console.log(JSON.stringify({ name, problems }));
}
