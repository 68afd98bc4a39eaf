# syntax=docker/dockerfile:1
FROM node:24-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# What runs needs neither the tools nor the embedded PostgreSQL; without them Next reads its settings as JavaScript.
RUN npm run build \
 && npx esbuild next.config.ts --bundle --platform=node --format=esm --outfile=next.config.mjs \
 && npm prune --omit=dev --omit=optional && rm -rf .next/cache dist/*.map

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOST=0.0.0.0 PORT=3000
COPY --from=build /app/package.json /app/next.config.mjs /app/LICENSE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/.next ./.next
COPY --from=build /app/dist ./dist
COPY --from=build /app/public ./public
COPY --from=build /app/prisma/migrations ./prisma/migrations
COPY --from=build /app/scripts ./scripts
COPY --from=build /app/lib/platform/env.ts /app/lib/platform/session.ts /app/lib/platform/sql.ts ./lib/platform/
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# "worker" instead of "web" runs a process that only syncs.
ENTRYPOINT ["node", "scripts/serve.mjs"]
CMD ["web"]
