import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** Beside each text file its compressed forms, so that the server has no work with them. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    generateBundle: {
      order: "post", // what other plugins still write into the chunks is to be in them
      handler(_, bundle) {
        for (const [name, made] of Object.entries(bundle)) {
          if (!/\.(?:js|css|html|svg|json)$/.test(name)) continue;
          const source = Buffer.from(made.type === "chunk" ? made.code : made.source);
          if (source.length < 1000) continue;
          const options = {
            params: {
              [constants.BROTLI_PARAM_QUALITY]: source.length > 300_000 ? 5 : 11,
            },
          };
          this.emitFile({
            type: "asset",
            fileName: `${name}.br`,
            source: brotliCompressSync(source, options),
          });
          this.emitFile({
            type: "asset",
            fileName: `${name}.gz`,
            source: gzipSync(source, { level: source.length > 300_000 ? 6 : 9 }),
          });
        }
      },
    },
  };
}

const api = process.env.QIANGLIAN_API ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [compressed()],
  server: { proxy: { "/graphql": api, "/data": api } },
  build: {
    outDir: process.env.QIANGLIAN_WEB_OUT ?? "../api/static",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // a data: address would need an exception in the Content-Security-Policy
    target: "es2022",
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: { index: "index.html", graphiql: "graphiql.html" },
      onLog: (level, log, handle) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") handle(level, log); // React's "use client" means nothing here
      },
    },
  },
});
