import type { Tool } from '../tool.ts';
import { decisionExplain } from './decision-explain.ts';
import { decisionPropose } from './decision-propose.ts';
import { decisionsList } from './decisions-list.ts';
import { diffShow } from './diff-show.ts';
import { estimate } from './estimate.ts';
import { extractTool } from './extract.ts';
import { planMake } from './plan-make.ts';
import { planShow } from './plan-show.ts';
import { profileTool } from './profile.ts';
import { reportShow } from './report-show.ts';
import { rollbackPreview } from './rollback-preview.ts';
import { runCancel } from './run-cancel.ts';
import { runStart } from './run-start.ts';
import { runStatus } from './run-status.ts';

/** Everything a client can do, in the order of the road. None of them answers a decision or opens a gate. */
export const TOOLS: readonly Tool[] = Object.freeze([
  extractTool,
  profileTool,
  planMake,
  planShow,
  decisionsList,
  decisionExplain,
  decisionPropose,
  estimate,
  runStart,
  runStatus,
  runCancel,
  diffShow,
  rollbackPreview,
  reportShow,
]);
