from biaogan.config.command import main

main()
