package notify_test

import (
	"os"
	"testing"

	"zhibao/internal/leaktest"
)

// Nothing that the tests started goes on after them.
func TestMain(m *testing.M) { os.Exit(leaktest.Main(m)) }
