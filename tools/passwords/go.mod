module zhibao/tools/passwords

go 1.26.0
