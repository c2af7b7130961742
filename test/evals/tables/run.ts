import { rankPairs } from '@cutover/planner';
import { lookAt } from '@cutover/practice';

/** `npm run eval:tables -- SOURCE.csv TARGET.csv`: ranked pairs of columns of any two tables as JSON, `[{source, target, score}]`. */
const [source, target, ...more] = process.argv.slice(2);
if (source === undefined || target === undefined || more.length > 0) {
  console.error('usage: npm run eval:tables -- SOURCE.csv TARGET.csv');
  process.exitCode = 2;
} else {
  const [from, to] = [await lookAt(source), await lookAt(target)];
  for (const [path, columns] of [
    [source, from],
    [target, to],
  ] as const)
    if (columns.length === 0) throw new Error(`${path} is no table: a CSV file whose first line names the columns is expected`);
  process.stdout.write(`${JSON.stringify(rankPairs(from, to))}\n`);
}
