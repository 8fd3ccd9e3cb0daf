import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ProblemError } from './api/client.ts';
import { App } from './app/App.tsx';
import { LocaleProvider, loadTexts, storedLocale } from './i18n/index.tsx';
import './styles/base.css';
import './styles/shell.css';
import './styles/form.css';
import './styles/case.css';
import './styles/desk.css';
import './styles/judgement.css';
import './styles/print.css';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays a refusal; only a broken line is tried again.
      retry: (count, error) => count < 2 && error instanceof ProblemError && error.problem.status === 0,
      staleTime: 10_000,
    },
    mutations: { retry: false },
  },
});

const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif';
const theme = { token: { colorPrimary: '#1d5a96', colorInfo: '#1d5a96', colorText: '#1b1f24', colorBorder: '#aab4be', borderRadius: 3, fontSize: 14, lineHeight: 1.5, fontFamily: FONT, motion: false } };

const root = document.getElementById('root');
const render = (): void => {
  if (root)
    createRoot(root).render(
      <StrictMode>
        <LocaleProvider>
          <ConfigProvider theme={theme} button={{ autoInsertSpace: false }}>
            <QueryClientProvider client={client}>
              <App />
            </QueryClientProvider>
          </ConfigProvider>
        </LocaleProvider>
      </StrictMode>,
    );
};
// The language is known before anything is drawn: nobody sees the other one first. Not awaited at the top: the English texts may
// share modules with this one, which must not wait for them.
void loadTexts(storedLocale()).then(render, render);
