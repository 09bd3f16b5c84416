import { defineConfig } from "vite";

export default defineConfig({
  root: "bench",
  build: {
    outDir: process.env.QIANGLIAN_WEB_OUT ?? "../dist-bench",
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 4000,
  },
});
