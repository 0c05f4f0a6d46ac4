/** The site: pages are laid out by scripts/site, links that lead nowhere end the build, and search needs no network. */
import { readFileSync } from 'node:fs';

const sidebar = JSON.parse(readFileSync(new URL('../pages/sidebar.json', import.meta.url), 'utf8'));

/** The menu at the top: its words in both languages, and where each leads. */
const menu = [
  { en: 'Tutorial', zh: '教程', link: { en: '/tutorial', zh: '/zh/tutorial' } },
  { en: 'How to', zh: '按任务查', link: { en: '/howto/', zh: '/zh/howto' } },
  { en: 'Tables', zh: '表格', link: { en: '/tables', zh: '/zh/tables' } },
  { en: 'Errors', zh: '错误信息', link: { en: '/errors', zh: '/zh/errors' } },
  { en: 'Reference', zh: '参考（英文）', link: { en: '/language', zh: '/language' } },
  { en: 'Explanation', zh: '说明（英文）', link: { en: '/methods', zh: '/methods' } },
  { en: 'Gallery', zh: '图表', link: { en: '/gallery', zh: '/gallery' } },
];
const menuIn = (lang) => menu.map(({ [lang]: text, link }) => ({ text, link: link[lang] }));

/** Headings have the anchors of GitHub, by which pages link to each other. */
const slugify = (text) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');

export default {
  srcDir: 'pages',
  outDir: 'dist',
  cacheDir: '.cache',
  title: 'papermake',
  description: 'make for empirical papers',
  metaChunk: true,
  ignoreDeadLinks: [/^\/files\//],
  markdown: {
    anchor: { slugify },
    attrs: { disable: true },
    // Braces are those of the text; a file of the repository is none of the router's pages.
    config: (md) => {
      for (const kind of ['text', 'code_inline']) {
        const told = md.renderer.rules[kind];
        md.renderer.rules[kind] = (...all) => told(...all).replaceAll('{{', '&#123;&#123;');
      }
      const plain = md.renderer.rules.link_open;
      md.renderer.rules.link_open = (tokens, at, ...more) => {
        if (tokens[at].attrGet('href').startsWith('/files/')) tokens[at].attrSet('target', '_self');
        return plain(tokens, at, ...more);
      };
    },
  },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        locales: {
          zh: {
            translations: {
              button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
              modal: {
                noResultsText: '没有结果',
                resetButtonTitle: '清除',
                displayDetails: '显示详情',
                footer: { selectText: '选择', navigateText: '切换', closeText: '关闭' },
              },
            },
          },
        },
        miniSearch: {
          options: {
            // Han characters stand for themselves, since nothing parts the words of Chinese.
            tokenize: (text) => text.split(/[\s\p{P}]+|(?<=\p{Script=Han})|(?=\p{Script=Han})/u).filter(Boolean),
          },
        },
      },
    },
  },
  locales: {
    root: {
      label: 'English',
      lang: 'en',
      themeConfig: {
        nav: menuIn('en'),
        sidebar: sidebar.en,
      },
    },
    zh: {
      label: '简体中文',
      lang: 'zh-CN',
      themeConfig: {
        nav: menuIn('zh'),
        sidebar: sidebar.zh,
        outline: { label: '本页' },
        docFooter: { prev: '上一页', next: '下一页' },
        darkModeSwitchLabel: '外观',
        sidebarMenuLabel: '目录',
        returnToTopLabel: '回到顶部',
        langMenuLabel: '语言',
      },
    },
  },
};
