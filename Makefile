# 两条命令就够：make demo 启动带示范数据的平台，make test 通过全部测试。
.PHONY: demo test test-postgres build chaos nightly

# 用 go.mod 所写的 Go 构建；取不到时用本机的，并说明。发布的程序不含测量用的 bench 命令（release），
# pgx 不猜参数的类型（nopgxregisterdefaulttypes：类型由服务器给出）。
build:
	GOTOOLCHAIN=$$(scripts/toolchain) scripts/release bin/zhibao

demo:
	CGO_ENABLED=0 go run ./cmd/zhibao demo

test:
	scripts/setup
	CGO_ENABLED=0 GOGC=300 go test -timeout 20m ./...

# 全部测试在 PostgreSQL 上再跑一遍（没有 PostgreSQL 时跳过其中需要它的）。
test-postgres:
	scripts/setup
	url=$$(scripts/postgres start) && { ZHIBAO_PG=$$url CGO_ENABLED=0 GOGC=300 go test -count=1 -timeout 60m ./...; code=$$?; scripts/postgres stop; exit $$code; }

chaos:
	scripts/setup
	scripts/chaos

nightly:
	scripts/setup
	scripts/nightly
