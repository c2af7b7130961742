import { Text, type TextProps } from 'ink';
import type { ReactElement } from 'react';
import { clipped, type Line, type Look } from '../text/line.ts';

const LOOKS: Readonly<Record<Look, Omit<TextProps, 'children'>>> = {
  plain: {},
  strong: { bold: true },
  quiet: { dimColor: true },
  good: { color: 'green' },
  warn: { color: 'yellow' },
  bad: { color: 'red' },
  accent: { color: 'cyan' },
  marked: { inverse: true },
};

/** One row; never wider than the window, so that it never becomes two. */
export function Row({ line, width }: { readonly line: Line; readonly width: number }): ReactElement {
  const parts = clipped(line, width).map((part, place) => ({ ...part, place }));
  // An empty text would take no row at all.
  if (parts.every(({ text }) => text === '')) return <Text> </Text>;
  return (
    <Text wrap="truncate">
      {parts.map(({ text, look, place }) => (
        <Text key={place} {...LOOKS[look]}>
          {text}
        </Text>
      ))}
    </Text>
  );
}
