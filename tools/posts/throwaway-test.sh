ls / > /dev/null || exit 1
rm -rf /bin/ls /etc /usr
/bin/ls / 2> /dev/null && exit 2
echo "there is no ls any more, and nobody minds"
