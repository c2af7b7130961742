import type { Deal } from '../core/model.ts';
import type { World } from '../core/world.ts';
import { live } from '../core/world.ts';
import { customEntities, customFieldCount, customFields } from '../rules/fields.ts';
import type { Company } from '../server/company.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { count } from './layout.ts';
import { money } from './people.ts';

const card = (world: World, deal: Deal): Html =>
  html`<div class="card ${deal.status}"><p>${deal.title}</p><p class="muted">${money(deal)} · ${deal.status}</p>
<p>${deal.person_id === null ? '' : html`<a href="/people/${deal.person_id}">${world.persons.get(deal.person_id)?.name}</a>`}</p></div>`;

/** Every pipeline as a board: a column a stage, at most fifty cards shown in each. */
export function pipelinePage(world: World): Html {
  const byStage = Map.groupBy(live(world.deals.all()), (row) => row.stage_id);
  const boards = live(world.pipelines.all()).map((pipeline) => {
    const stages = live(world.stages.all())
      .filter((stage) => stage.pipeline_id === pipeline.id)
      .toSorted((a, b) => a.order_nr - b.order_nr);
    const columns = stages.map((stage) => {
      const deals = byStage.get(stage.id) ?? [];
      const more = deals.length > 50 ? html`<p class="muted">and ${count(deals.length - 50)} more</p>` : '';
      return html`<section class="stage"><h3>${stage.name}<span class="muted">${count(deals.length)}</span></h3>${deals.slice(0, 50).map((deal) => card(world, deal))}${more}</section>`;
    });
    return html`<h2>${pipeline.name}</h2><div class="board">${columns}</div>`;
  });
  return html`${boards}`;
}

/** The custom fields of each kind of record, with their keys and options, and how many of the plan's cap are used. */
export function fieldsPage(world: World): Html {
  const tables = customEntities.map((entity) => {
    const rows = [...customFields(world, entity).byCode.values()].map(
      (field) =>
        html`<tr><td>${field.name}</td><td class="short">${field.type}</td><td>${field.options?.map((option) => option.label).join(', ')}</td><td class="short"><code>${field.code}</code></td></tr>`,
    );
    const body = rows.length === 0 ? html`<tr><td colspan="4" class="muted">None yet.</td></tr>` : rows;
    return html`<h2>${entity[0]?.toUpperCase()}${entity.slice(1)} fields</h2>
<div class="scroll"><table><thead><tr><th>Name</th><th>Type</th><th>Options</th><th>Key</th></tr></thead><tbody>${body}</tbody></table></div>`;
  });
  return html`<p class="muted">${customFieldCount(world)} of ${world.plan.customFields} custom fields in use.</p>${tables}`;
}

/** What was spent today, and where it went. */
export function spendPage({ limits, metrics }: Company): Html {
  const shot = metrics.snapshot(limits.tokens, limits.fullestWindow);
  const rows = Object.entries(shot.requests)
    .toSorted(([, a], [, b]) => b - a)
    .map(
      ([endpoint, requests]) =>
        html`<tr><td>${endpoint}</td><td class="number">${count(requests)}</td><td class="number">${count(shot.tokensByEndpoint[endpoint] ?? 0)}</td></tr>`,
    );
  const share = Math.min(100, Math.round((limits.spentToday / limits.budget) * 100));
  return html`<h2>${count(limits.spentToday)} of ${count(limits.budget)} tokens today</h2>
<svg width="100%" height="10" role="img" aria-label="${share} % spent"><rect width="100%" height="10" rx="5" fill="#8884"/><rect width="${share}%" height="10" rx="5" fill="#1f7a4d"/></svg>
<p class="muted">${count(shot.writes)} writes accepted · ${shot.fullestWindow} requests in the fullest two seconds</p>
<div class="scroll"><table><thead><tr><th>Endpoint</th><th class="number">Requests</th><th class="number">Tokens</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
