import type { Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { changeEndpoints } from './change-endpoints.ts';
import { outturnEndpoints } from './outturn.ts';
import { planEndpoints } from './plan-endpoints.ts';
import { scenarioEndpoints } from './scenario-endpoints.ts';

export const budgetEndpoints = (services: Services): Endpoint[] => [...scenarioEndpoints(services), ...changeEndpoints(services), ...planEndpoints(services), ...outturnEndpoints(services)];
