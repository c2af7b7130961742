import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Line } from '../text/line.ts';
import { Row } from './Row.tsx';

/** Rows one below the other. Their place is their identity: a row has no other. */
export function Rows({ lines, width }: { readonly lines: readonly Line[]; readonly width: number }): ReactElement {
  const placed = lines.map((line, place) => ({ line, place }));
  return (
    <Box flexDirection="column">
      {placed.map(({ line, place }) => (
        <Row key={place} line={line} width={width} />
      ))}
    </Box>
  );
}
