// Tailwind 4 is one PostCSS plugin; its theme lives in app/globals.css.
export default { plugins: { '@tailwindcss/postcss': {} } };
