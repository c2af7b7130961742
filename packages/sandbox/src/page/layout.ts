import type { Company } from '../server/company.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

const views = [
  ['/', 'People'],
  ['/pipeline', 'Pipeline'],
  ['/fields', 'Custom fields'],
  ['/spend', 'Tokens'],
] as const;

export const count = (value: number): string => value.toLocaleString('en-US');

/** The frame of every page: who the company is, where one can go, what was spent today. */
export function layout(company: Company, current: string, content: Html): string {
  const { world, limits } = company;
  const links = views.map(([path, name]) => html`<a href="${path}"${path === current ? html` aria-current="page"` : ''}>${name}</a>`);
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${world.company.name} · sandbox</title>
<link rel="stylesheet" href="/sandbox.css"></head>
<body>
<header><h1>${world.company.name}<small>${world.company.domain} · ${world.tier}, ${world.seats} ${world.seats === 1 ? 'seat' : 'seats'}</small></h1>
<nav>${links}</nav>
<span class="spend">${count(limits.spentToday)} of ${count(limits.budget)} tokens today</span></header>
<main>${content}</main>
</body></html>`.html;
}
