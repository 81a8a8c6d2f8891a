package main

import (
	"fmt"
	"net"

	"zhibao/internal/telemetry"
	"zhibao/internal/web"
)

// monitored serves the figures on an address of their own, where one is given: what reads them is no
// person and has no session. It returns what ends it.
func (o *options) monitored(r *telemetry.Recorder) (stop func(), err error) {
	if o.metrics == "" {
		return func() {}, nil
	}
	l, err := net.Listen("tcp", o.metrics)
	if err != nil {
		return nil, fmt.Errorf("不能监听 %s（--metrics）：%w", o.metrics, err)
	}
	srv := web.NewServer(o.metrics, r.Handler())
	go srv.Serve(l) //nolint:errcheck // ends with Close
	return func() { srv.Close() }, nil
}
