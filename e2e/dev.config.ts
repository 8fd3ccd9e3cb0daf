import config from './playwright.config.ts';
process.env['DOUDI_E2E_ORIGIN'] = 'http://127.0.0.1:8195';
const { globalSetup: _g, ...rest } = config;
export default rest;
