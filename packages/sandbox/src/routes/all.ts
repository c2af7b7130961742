import type { Route } from '../core/route.ts';
import { activityRoutes } from './activities.ts';
import { activityTypeRoutes } from './activityTypes.ts';
import { dealRoutes } from './deals.ts';
import { fieldV1Routes } from './fieldsV1.ts';
import { fieldRoutes } from './fieldsV2.ts';
import { fileRoutes } from './files.ts';
import { followerRoutes } from './followers.ts';
import { mergeRoutes } from './merge.ts';
import { miscRoutes } from './misc.ts';
import { noteRoutes } from './notes.ts';
import { organizationRoutes } from './organizations.ts';
import { personRoutes } from './persons.ts';
import { pipelineRoutes } from './pipelines.ts';
import { relationshipRoutes } from './relationships.ts';
import { searchRoutes } from './search.ts';
import { stageRoutes } from './stages.ts';
import { userRoutes } from './users.ts';

/** Every operation the sandbox answers. */
export const allRoutes: readonly Route[] = Object.freeze([
  ...userRoutes,
  ...personRoutes,
  ...organizationRoutes,
  ...dealRoutes,
  ...activityRoutes,
  ...pipelineRoutes,
  ...stageRoutes,
  ...fieldRoutes,
  ...fieldV1Routes,
  ...activityTypeRoutes,
  ...noteRoutes,
  ...fileRoutes,
  ...relationshipRoutes,
  ...followerRoutes,
  ...mergeRoutes,
  ...searchRoutes,
  ...miscRoutes,
]);

/** The operations the sandbox answers, written as OpenAPI writes them. What it knows of but does not answer is a 501. */
export const servedOperations: readonly { readonly api: 'v1' | 'v2'; readonly method: string; readonly path: string }[] = Object.freeze(
  allRoutes.map(({ api, method, path }) => ({ api, method, path })),
);
